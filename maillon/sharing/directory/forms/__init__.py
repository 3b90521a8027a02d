from maillon.sharing.directory.forms.places import ListForm, PlaceForm
from maillon.sharing.directory.forms.search import SearchForm

__all__ = ["ListForm", "PlaceForm", "SearchForm"]
