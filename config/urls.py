"""Addresses of the whole site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from advisor.views.adoption import adoption_page
from catalog.admin.health import health_lint, health_page
from config.crawlers import robots_text, site_map
from config.health import healthz, readyz
from config.metrics import metrics

admin.site.site_header = "Which First: curators' desk"
admin.site.site_title = "Which First"
admin.site.index_title = "Catalogue"
# Staff log in through the same page as everybody, with its second factor and rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "config.faults.server_error"
handler429 = "catalog.throttling.too_many_tries"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", robots_text, name="robots"),
    path("sitemap.xml", site_map, name="sitemap"),
    path("admin/catalog/health/", admin.site.admin_view(health_page), name="health_page"),
    path("admin/catalog/health/<slug:slug>/", admin.site.admin_view(health_lint), name="health_lint"),
    path("admin/advisor/adoption/", admin.site.admin_view(adoption_page), name="adoption_page"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("api/", include("advisor.api.urls")),
    path("", include("catalog.urls")),
    path("", include("advisor.urls")),
]
