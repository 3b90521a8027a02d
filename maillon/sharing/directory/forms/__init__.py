from maillon.sharing.directory.forms.bringing import BringForm
from maillon.sharing.directory.forms.places import ListForm, PlaceForm
from maillon.sharing.directory.forms.search import OrientForm, SearchForm

__all__ = ["BringForm", "ListForm", "OrientForm", "PlaceForm", "SearchForm"]
