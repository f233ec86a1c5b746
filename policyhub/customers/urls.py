from django.urls import path, re_path

from .views import preview, public

app_name = "customers"
urlpatterns = [
    path("rules/<slug:slug>/show/", preview.show, name="show"),
    path("rules/<slug:slug>/customers/", preview.CustomerPageView.as_view(), name="preview"),
    path("customers/", public.index, name="list"),
    path("customers/sitemap.xml", public.sitemap, name="sitemap"),
    path("customers/<slug:slug>/", public.page, name="page"),
    path("customers/<slug:slug>/fragment/", public.fragment, name="fragment"),
    re_path(r"^robots\.txt$", public.robots, name="robots"),
]
