package cloud.maidan.portal.grown;

import cloud.maidan.demo.DemoAccount;
import java.util.List;

/**
 * A page with an address that leads somewhere, as far from the beginning as it gets.
 *
 * @param where SQL that gives the address, or what follows the route in it
 */
record Visit(DemoAccount who, String route, String what, String where) {

    /** Where a whole page is left. */
    private static final String FAR = " offset (select greatest(count(*) - 55, 0) from ";

    /** Pages of those who work here, beside those that have one address only. */
    static List<Visit> staff() {
        return List.of(
                admin("/admin/members", "all", ""),
                admin("/admin/members", "a letter", "?name=a"),
                admin("/admin/members", "one name", one("'?name=' || username", "member where subject = 'grown-17'")),
                admin("/admin/members", "nobody", "?name=zzz"),
                admin(
                        "/admin/members",
                        "far down",
                        far("'?name=&after=' || id", "member", "order by lower(username) collate \"C\", id")),
                admin(
                        "/admin/members/{id}",
                        "a member",
                        one("'/admin/members/' || id", "member where subject = 'grown-17'")),
                new Visit(
                        DemoAccount.OFFICER,
                        "/admin/members/{id}",
                        "looked at",
                        one("'/admin/members/' || member_id", "member_look")),
                admin("/admin/jobs", "open", ""),
                admin("/admin/jobs", "need attention", "?show=attention"),
                admin("/admin/jobs", "ended", "?show=ended"),
                admin(
                        "/admin/jobs",
                        "open, far down",
                        far(
                                "'?show=open&before=' || number",
                                "work_step where state = 'RETRYING'",
                                "order by number desc")),
                admin(
                        "/admin/jobs",
                        "ended, far down",
                        far(
                                "'?show=ended&before=' || number",
                                "work_step where state = 'DONE'",
                                "order by number desc")),
                admin(
                        "/admin/jobs/{id}",
                        "a step",
                        one("'/admin/jobs/' || id", "work_step where state = 'NEEDS_ATTENTION'")),
                auditor("/admin/audit", "all", ""),
                auditor("/admin/audit", "far down", far("'?below=' || id", "audit_record", "order by id desc")),
                auditor("/admin/audit", "an action", "?action=console.member-looked-at"),
                auditor("/admin/audit", "a rare action", "?action=members.sign-in-refused"),
                auditor("/admin/audit", "refused", "?outcome=refused"),
                auditor(
                        "/admin/audit",
                        "by an officer",
                        one("'?by=' || id", "member where subject = '33333333-3333-4333-8333-333333333333'")),
                auditor("/admin/audit", "sifted in vain", "?by=stranger&action=requests.ready"),
                auditor(
                        "/admin/audit",
                        "days long ago",
                        one("'?from=' || at::date || '&to=' || at::date + 1", "audit_record where id % 5000 = 0")),
                auditor(
                        "/admin/audit",
                        "about one member",
                        one("'?member=' || id", "member where subject = '11111111-1111-4111-8111-111111111111'")),
                auditor(
                        "/admin/audit",
                        "one member and a rare action",
                        one(
                                "'?action=members.sign-in-refused&member=' || id",
                                "member where subject = '11111111-1111-4111-8111-111111111111'")),
                auditor(
                        "/admin/audit/{id}",
                        "one",
                        one("'/admin/audit/' || id", "audit_record where action = 'requests.ready'")),
                admin("/admin/orphans", "all", ""),
                admin(
                        "/admin/orphans",
                        "far down",
                        far("'?service=' || service || '&account=' || account", "orphan", "order by service, account")),
                admin("/admin/services", "all", ""),
                admin("/admin/services/{service}", "one", one("'/admin/services/matrix'", "member")),
                admin("/admin/federation", "open", ""),
                admin(
                        "/admin/federation",
                        "open, far down",
                        far("'?after=' || id", "federation_drift where accepted_at is null", "order by id")),
                admin("/admin/federation/accepted", "all", ""),
                admin(
                        "/admin/federation/accepted",
                        "far down",
                        far("'?after=' || id", "federation_drift where accepted_at is not null", "order by id")),
                admin("/admin/federation/servers", "all", ""),
                admin("/admin/federation/servers", "second page", "?after=server200.example"),
                admin("/admin/federation/new", "form", ""),
                admin(
                        "/admin/federation/drafts/{id}",
                        "a draft",
                        one("'/admin/federation/drafts/' || id", "federation_policy where version is null")),
                admin("/admin/retention", "rules", ""),
                admin(
                        "/admin/retention/rules/{service}/{kind}",
                        "a rule",
                        one("'/admin/retention/rules/' || service || '/' || kind", "retention_rule")),
                admin("/admin/retention/plans", "newest", ""),
                admin(
                        "/admin/retention/plans",
                        "far down",
                        far("'?before=' || id", "retention_plan", "order by made_at desc, id desc")),
                admin(
                        "/admin/retention/plans/{id}",
                        "waits",
                        one("'/admin/retention/plans/' || id", "retention_plan where state = 'WAITING'")),
                admin(
                        "/admin/retention/plans/{id}",
                        "done",
                        one("'/admin/retention/plans/' || id", "retention_plan where state = 'DONE'")),
                admin("/admin/plans/{id}", "one", one("'/admin/plans/' || id", "service_plan")),
                officer("/admin/requests", "open", ""),
                officer(
                        "/admin/requests",
                        "open, far down",
                        far("'?after=' || id", "data_subject_request where state <> 'ENDED'", "order by due_at, id")),
                officer(
                        "/admin/requests",
                        "restrictions, far down",
                        far("'?restricted=' || request_id", "member_restriction", "order by since, member_id")),
                officer("/admin/requests/ended", "all", ""),
                officer(
                        "/admin/requests/ended",
                        "far down",
                        far(
                                "'?after=' || id",
                                "data_subject_request where state = 'ENDED'",
                                "order by ended_at desc, id desc")),
                officer("/admin/requests/new", "form", ""),
                officer(
                        "/admin/requests/{id}",
                        "one",
                        one("'/admin/requests/' || id", "data_subject_request where state = 'OPEN'")),
                officer(
                        "/admin/requests/{id}/decide",
                        "one",
                        one("'/admin/requests/' || id || '/decide'", "data_subject_request where state = 'OPEN'")),
                officer("/admin/links", "open", ""),
                officer(
                        "/admin/links",
                        "far down",
                        far("'?after=' || id", "service_proposal where theirs is null", "order by proposed_at, id")),
                officer("/admin/holds", "lasting", ""),
                officer(
                        "/admin/holds",
                        "far down",
                        far("'?after=' || id", "legal_hold where lifted_at is null", "order by review_at, id")),
                officer("/admin/holds/new", "form", ""),
                officer(
                        "/admin/holds/{id}",
                        "one",
                        one("'/admin/holds/' || id", "legal_hold where lifted_at is null")));
    }

    /** Pages of one member about whom there is far more than about anybody else. */
    static List<Visit> busyMember() {
        return List.of(
                member("/me/activity", "newest", ""),
                member("/me/activity", "one kind", "?kind=access"),
                member("/me/activity", "a rare kind", "?kind=security"),
                member(
                        "/me/activity",
                        "far down",
                        far(
                                "'?below=' || id",
                                "audit_record where member_id = (select id from member where username = 'member')",
                                "order by id desc")),
                member("/me", "overview", ""),
                member("/me/exports", "all", ""),
                member("/me/requests", "all", ""),
                member("/me/erasure", "all", ""),
                member("/me/sessions", "all", ""),
                member("/me/preferences", "form", ""));
    }

    private static Visit admin(String route, String what, String where) {
        return visit(DemoAccount.ADMIN, route, what, where);
    }

    private static Visit auditor(String route, String what, String where) {
        return visit(DemoAccount.AUDITOR, route, what, where);
    }

    private static Visit officer(String route, String what, String where) {
        return visit(DemoAccount.OFFICER, route, what, where);
    }

    private static Visit member(String route, String what, String where) {
        return visit(DemoAccount.MEMBER, route, what, where);
    }

    private static Visit visit(DemoAccount who, String route, String what, String where) {
        return new Visit(who, route, what, where.startsWith("select ") ? where : "select '" + where + "'");
    }

    private static String one(String address, String from) {
        return "select " + address + " from " + from + " limit 1";
    }

    private static String far(String address, String from, String order) {
        return "select " + address + " from " + from + " " + order + FAR + from + ") limit 1";
    }

    /** @param found what {@link #where} gave */
    String address(String found) {
        return found.startsWith("/") ? found : route + found;
    }

    @Override
    public String toString() {
        return route + ", " + what;
    }
}
