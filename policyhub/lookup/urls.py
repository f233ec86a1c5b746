from django.urls import path, re_path

from .views import answers, customers, showing

urlpatterns = [
    path("", answers.home, name="home"),
    path("rules/<slug:slug>/", answers.rule, name="rule"),
    path("rules/<slug:slug>/show/", showing.show, name="rule_show"),
    path("rules/<slug:slug>/customers/", showing.Customers.as_view(), name="rule_customers"),
    path("customers/", customers.index, name="customers"),
    path("customers/sitemap.xml", customers.sitemap, name="customers_sitemap"),
    path("customers/<slug:slug>/", customers.page, name="customers_page"),
    path("customers/<slug:slug>/fragment/", customers.fragment, name="customers_fragment"),
    re_path(r"^robots\.txt$", customers.robots, name="robots"),
]
