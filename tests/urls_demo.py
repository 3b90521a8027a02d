"""The addresses of the demonstration, which the site has only when it is one."""

from django.urls import include, path

from config.urls import urlpatterns as site

urlpatterns = [*site, path("", include("maillon.demo.urls"))]
