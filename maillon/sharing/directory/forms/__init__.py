from maillon.sharing.directory.forms.bringing import BringForm
from maillon.sharing.directory.forms.places import ListForm, PlaceForm
from maillon.sharing.directory.forms.search import OrientForm, SearchForm
from maillon.sharing.directory.forms.suggestions import JudgeForm, ResourceForm, SuggestForm

__all__ = [
    "BringForm",
    "JudgeForm",
    "ListForm",
    "OrientForm",
    "PlaceForm",
    "ResourceForm",
    "SearchForm",
    "SuggestForm",
]
