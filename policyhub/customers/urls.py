from django.urls import path, re_path

from .views import preview, public

urlpatterns = [
    path("rules/<slug:slug>/show/", preview.show, name="rule_show"),
    path("rules/<slug:slug>/customers/", preview.CustomerPageView.as_view(), name="rule_customers"),
    path("customers/", public.index, name="customers"),
    path("customers/sitemap.xml", public.sitemap, name="customers_sitemap"),
    path("customers/<slug:slug>/", public.page, name="customers_page"),
    path("customers/<slug:slug>/fragment/", public.fragment, name="customers_fragment"),
    re_path(r"^robots\.txt$", public.robots, name="robots"),
]
