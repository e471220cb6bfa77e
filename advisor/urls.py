"""Questionnaire, paths and the account page."""

from django.urls import URLPattern, path

from advisor.views.account import account_delete, account_detail, account_export
from advisor.views.adjusting import dismissal_undo, plan_adjust
from advisor.views.afterwards import path_afterwards
from advisor.views.ask import ask
from advisor.views.checks import check_take
from advisor.views.choosing import elsewhere_choose, targets_choose
from advisor.views.compare import compare, compare_pair, compare_paths
from advisor.views.dashboard import dashboard, study_log, study_timer, study_undo
from advisor.views.desk import desk_enter
from advisor.views.digest import account_digest, digest_stop
from advisor.views.given import plan_given
from advisor.views.history import answers_copy, answers_delete, answers_list
from advisor.views.home import home
from advisor.views.importing import account_import
from advisor.views.maps import goal_map
from advisor.views.outlook import path_forecast
from advisor.views.passwords import password_judge
from advisor.views.paths import (
    path_archive,
    path_detail,
    path_rename,
)
from advisor.views.pictures import pair_picture, share_picture
from advisor.views.plans import plan_detail, plan_save
from advisor.views.problem import problem_start
from advisor.views.questionnaire import questionnaire_question, questionnaire_review, questionnaire_start
from advisor.views.revisions import path_revise, proposal_decide, proposal_list, version_restore
from advisor.views.sharing import (
    calendar_feed,
    feed_change,
    path_calendar,
    path_plain,
    path_share,
    path_spreadsheet,
    share_make,
    share_page,
    share_revoke,
)
from advisor.views.tracking import (
    change_undo,
    dates_set,
    evidence_set,
    hours_edit,
    hours_log,
    note_save,
    progress_record,
    step_detail,
    timer_set,
)

app_name = "advisor"
urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("ask/", ask, name="ask"),
    path("start/", questionnaire_start, name="questionnaire_start"),
    path("start/review/", questionnaire_review, name="questionnaire_review"),
    path("start/problem/", problem_start, name="problem_start"),
    path("start/targets/", targets_choose, name="targets_choose"),
    path("start/elsewhere/", elsewhere_choose, name="elsewhere_choose"),
    path("start/dismissed/undo/", dismissal_undo, name="dismissal_undo"),
    path("start/check/<slug:skill>/", check_take, name="check_take"),
    path("start/with/", plan_given, name="plan_given"),
    path("start/<slug:key>/", questionnaire_question, name="questionnaire_question"),
    path("plan/", plan_detail, name="plan_detail"),
    path("plan/save/", plan_save, name="plan_save"),
    path("plan/adjust/", plan_adjust, name="plan_adjust"),
    path("answers/", answers_list, name="answers_list"),
    path("answers/<int:pk>/copy/", answers_copy, name="answers_copy"),
    path("answers/<int:pk>/delete/", answers_delete, name="answers_delete"),
    path("compare/", compare, name="compare"),
    path("compare/paths/", compare_paths, name="compare_paths"),
    path("compare/<slug:pair>/", compare_pair, name="compare_pair"),
    path("compare/<slug:pair>/picture/<slug:version>.png", pair_picture, name="pair_picture"),
    path("shared/<slug:token>/picture/<slug:version>.png", share_picture, name="share_picture"),
    path("goals/<slug:slug>/map/", goal_map, name="goal_map"),
    path("dashboard/", dashboard, name="dashboard"),
    path("dashboard/hours/", study_log, name="study_log"),
    path("dashboard/timer/", study_timer, name="study_timer"),
    path("dashboard/undo/", study_undo, name="study_undo"),
    path("paths/<int:pk>/", path_detail, name="path_detail"),
    path("paths/<int:pk>/forecast/", path_forecast, name="path_forecast"),
    path("dashboard/proposals/", proposal_list, name="proposal_list"),
    path("paths/<int:pk>/revise/", path_revise, name="path_revise"),
    path("paths/<int:pk>/proposals/<int:proposal>/", proposal_decide, name="proposal_decide"),
    path("paths/<int:pk>/versions/<int:number>/restore/", version_restore, name="version_restore"),
    path("paths/<int:pk>/rename/", path_rename, name="path_rename"),
    path("paths/<int:pk>/archive/", path_archive, name="path_archive"),
    path("paths/<int:pk>/courses/<slug:slug>/", step_detail, name="step_detail"),
    path("paths/<int:pk>/courses/<slug:slug>/progress/", progress_record, name="progress_record"),
    path("paths/<int:pk>/courses/<slug:slug>/changes/<int:change>/", change_undo, name="change_undo"),
    path("paths/<int:pk>/courses/<slug:slug>/hours/", hours_log, name="hours_log"),
    path("paths/<int:pk>/courses/<slug:slug>/hours/<int:log>/", hours_edit, name="hours_edit"),
    path("paths/<int:pk>/courses/<slug:slug>/timer/", timer_set, name="timer_set"),
    path("paths/<int:pk>/courses/<slug:slug>/dates/", dates_set, name="dates_set"),
    path("paths/<int:pk>/courses/<slug:slug>/evidence/", evidence_set, name="evidence_set"),
    path("paths/<int:pk>/courses/<slug:slug>/notes/", note_save, name="note_save"),
    path("paths/<int:pk>/share/", path_share, name="path_share"),
    path("paths/<int:pk>/share/make/", share_make, name="share_make"),
    path("paths/<int:pk>/share/<int:link>/revoke/", share_revoke, name="share_revoke"),
    path("paths/<int:pk>/afterwards/", path_afterwards, name="path_afterwards"),
    path("paths/<int:pk>/feed/", feed_change, name="feed_change"),
    path("paths/<int:pk>/calendar.ics", path_calendar, name="path_calendar"),
    path("paths/<int:pk>/text/", path_plain, name="path_plain"),
    path("paths/<int:pk>/table.csv", path_spreadsheet, name="path_spreadsheet"),
    path("calendar/<slug:token>.ics", calendar_feed, name="calendar_feed"),
    path("shared/<slug:token>/", share_page, name="share_page"),
    path("account/", account_detail, name="account_detail"),
    path("account/export/", account_export, name="account_export"),
    path("account/import/", account_import, name="account_import"),
    path("account/password/strength/", password_judge, name="password_judge"),
    path("account/desk/", desk_enter, name="desk_enter"),
    path("account/digest/", account_digest, name="account_digest"),
    path("digest/stop/<str:token>/", digest_stop, name="digest_stop"),
    path("account/delete/", account_delete, name="account_delete"),
]
