package cloud.maidan.portal.grown;

import cloud.maidan.demo.DemoAccount;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list that goes on for pages.
 *
 * @param section where it begins on its page
 * @param entry expression whose group tells entries apart
 * @param next what a link to the next page has in its address
 * @param count SQL that counts what it shows
 */
record Walk(DemoAccount who, String address, String section, String entry, String next, String count) {

    private static final String OF_A_REQUEST = "href=\"/admin/requests/([0-9a-f-]{36})\"";

    static final List<Walk> ALL = List.of(
            new Walk(
                    DemoAccount.OFFICER,
                    "/admin/requests",
                    "id=\"open\"",
                    "line-title\"><a " + OF_A_REQUEST,
                    "after",
                    "select count(*) from data_subject_request where state <> 'ENDED'"),
            new Walk(
                    DemoAccount.OFFICER,
                    "/admin/requests",
                    "id=\"restricted\"",
                    OF_A_REQUEST,
                    "restricted",
                    "select count(*) from member_restriction where ends_at is null"),
            new Walk(
                    DemoAccount.OFFICER,
                    "/admin/requests/ended",
                    "<main",
                    OF_A_REQUEST,
                    "after",
                    "select count(*) from data_subject_request where state = 'ENDED'"),
            new Walk(
                    DemoAccount.OFFICER,
                    "/admin/holds",
                    "<main",
                    "href=\"/admin/holds/([0-9a-f-]{36})\"",
                    "after",
                    "select count(*) from legal_hold where lifted_at is null"),
            new Walk(
                    DemoAccount.ADMIN,
                    "/admin/jobs?show=attention",
                    "<main",
                    "href=\"/admin/jobs/([0-9a-f-]{36})\"",
                    "before",
                    "select count(*) from work_step where state = 'NEEDS_ATTENTION'"),
            new Walk(
                    DemoAccount.ADMIN,
                    "/admin/federation",
                    "<main",
                    "id=\"reason-(\\d+)\"",
                    "after",
                    "select count(*) from federation_drift where accepted_at is null"));

    /** Every entry of every page, in order. */
    List<String> through(GrownPortal portal) throws SQLException {
        portal.refresh();
        List<String> entries = new ArrayList<>();
        Pattern link =
                Pattern.compile("href=\"([^\"]*[?;]" + next + "=[^\"]*)\"|href=\"([^\"]*&amp;" + next + "=[^\"]*)\"");
        for (String page = address; !page.isEmpty(); ) {
            String body = portal.get(who, page).body();
            String list = body.substring(Math.max(0, body.indexOf(section)));
            Pattern.compile(entry).matcher(list).results().forEach(found -> entries.add(found.group(1)));
            Matcher following = link.matcher(list);
            page = following.find()
                    ? (following.group(1) == null ? following.group(2) : following.group(1)).replace("&amp;", "&")
                    : "";
        }
        return entries;
    }
}
