"""Addresses of releases and of what the provider does with referrals."""

from django.urls import path

from victims.views import ledger, referral_work, release, renewal

patterns = [
    path("releases/", release.ReleaseList.as_view(), name="releases"),
    path("releases/<uuid:pk>/", release.ReleaseDetail.as_view(), name="release"),
    path("releases/<uuid:pk>/to-whom/", release.ReleaseAddress.as_view(), name="release_address"),
    path("releases/<uuid:pk>/what/", release.ReleaseContents.as_view(), name="release_contents"),
    path("releases/<uuid:pk>/sign/", release.ReleaseSign.as_view(), name="release_sign"),
    path("releases/<uuid:pk>/print/", release.ReleasePrint.as_view(), name="release_print"),
    path("releases/<uuid:pk>/renew/", renewal.ReleaseRenew.as_view(), name="release_renew"),
    path("releases/<uuid:pk>/take-back/", release.ReleaseRevoke.as_view(), name="release_revoke"),
    path("releases/<uuid:pk>/give/", release.ReleaseGive.as_view(), name="release_give"),
    path("releases/<uuid:pk>/refer/", release.ReleaseRefer.as_view(), name="release_refer"),
    path("releases/<uuid:pk>/add/", release.ReleaseLater.as_view(), name="release_later"),
    path("copies/<uuid:pk>/close/", release.CopyClose.as_view(), name="copy_close"),
    path("<uuid:pk>/releases/", ledger.Ledger.as_view(), name="ledger"),
    path("<uuid:pk>/releases/told/", ledger.LedgerTold.as_view(), name="told"),
    path("<uuid:pk>/releases/told.pdf", ledger.LedgerFile.as_view(), name="told_pdf"),
    path("<uuid:pk>/outside/<slug:basis>/", ledger.DemandNew.as_view(), name="demand_new"),
    path("demands/<uuid:pk>/", ledger.DemandAnswer.as_view(), name="demand"),
    path("demands/<uuid:pk>/strike/", ledger.DemandStrike.as_view(), name="demand_strike"),
    path("<uuid:pk>/releases/new/", release.ReleaseNew.as_view(), name="release_new"),
    path("<uuid:pk>/by-law/", release.ByLaw.as_view(), name="by_law"),
    path("<uuid:pk>/by-law/<slug:basis>/", release.GiveByLaw.as_view(), name="give_by_law"),
    path("referrals/<uuid:pk>/", referral_work.ReferralWork.as_view(), name="referral_work"),
    path("referrals/<uuid:pk>/step/", referral_work.ReferralStepNew.as_view(), name="referral_step"),
    path("referrals/<uuid:pk>/behind/", referral_work.ReferralBehind.as_view(), name="referral_behind"),
    path("referred/<uuid:pk>/open/", referral_work.CopyOpen.as_view(), name="copy_open"),
    path("referred/<uuid:pk>/match/", referral_work.CopyMatch.as_view(), name="copy_match"),
    path("persons/<uuid:pk>/open/", referral_work.PaperOpen.as_view(), name="paper_open"),
    path("persons/<uuid:pk>/match/", referral_work.PaperMatch.as_view(), name="paper_match"),
    path("persons/<uuid:pk>/step/", referral_work.PaperStepNew.as_view(), name="paper_step"),
    path("messages/<uuid:pk>/", referral_work.MessageWork.as_view(), name="message_work"),
    path("messages/<uuid:pk>/step/", referral_work.MessageStepNew.as_view(), name="message_step"),
]
