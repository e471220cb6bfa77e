"""Pictures of comparisons and of shared paths."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from advisor.catalogues import current_advisor
from advisor.models import ShareLink
from advisor.pairs import is_pair_of_bundles, pair_name, read_pair
from advisor.posters import pair_poster, path_poster
from catalog.views.pictures import show_picture

# A link that is revoked takes its picture along, as soon as whoever fetched it asks again.
FIVE_MINUTES = 300


@login_not_required
@require_safe
@conditional_page
def pair_picture(request: HttpRequest, pair: str, version: str) -> HttpResponseBase:
    catalogue = current_advisor().catalogue
    slugs = read_pair(pair, catalogue)
    if slugs is None or not is_pair_of_bundles(slugs, catalogue):
        raise Http404
    return show_picture(pair_poster(catalogue, slugs), version, "advisor:pair_picture", pair_name(slugs))


@login_not_required
@require_safe
@conditional_page
def share_picture(request: HttpRequest, token: str, version: str) -> HttpResponseBase:
    links = ShareLink.objects.live().select_related("path")
    path = get_object_or_404(links, token=token, path__user__is_active=True).path
    response = show_picture(path_poster(path.title, path.plan), version, "advisor:share_picture", token)
    del response["Cache-Control"]
    patch_cache_control(response, private=True, max_age=FIVE_MINUTES)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
