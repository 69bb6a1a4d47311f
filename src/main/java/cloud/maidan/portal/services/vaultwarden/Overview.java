package cloud.maidan.portal.services.vaultwarden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * What the administrators' page of all accounts shows and no answer in JSON does: whose sign-in an account belongs to
 * (vaultwarden#6413) and how much is in it. Names and addresses on the page are not kept.
 *
 * @param rows by the account's id
 */
record Overview(Map<String, Row> rows) {

    private static final Pattern ROW = Pattern.compile("(?s)<tr>(.*?)</tr>");
    private static final Pattern CELL = Pattern.compile("(?s)<td[^>]*>(.*?)</td>");
    private static final Pattern ID = Pattern.compile("data-vw-user-uuid=\"([0-9a-f-]{36})\"");
    private static final Pattern ATTACHMENTS =
            Pattern.compile("Amount: (\\d+)(?: Size: ([0-9.]+) (bytes|KB|MB|GB|TB))?");
    private static final List<String> UNITS = List.of("bytes", "KB", "MB", "GB", "TB");

    /**
     * @param signIn the identity provider's {@code iss}, a slash and {@code sub}; null when it was never linked
     * @param bytes as far as the page's rounding goes
     * @param lastActive as the server writes it; null when never
     */
    record Row(
            String id,
            @Nullable String signIn,
            long entries,
            long attachments,
            long bytes,
            @Nullable String lastActive) {}

    Overview {
        rows = Map.copyOf(rows);
    }

    /** Empty when the page is not the one we know, as of Vaultwarden 1.37. */
    static Optional<Overview> of(String page) {
        int from = page.indexOf("id=\"users-table\"");
        int body = page.indexOf("<tbody>", Math.max(0, from));
        int to = page.indexOf("</tbody>", Math.max(0, body));
        if (from < 0 || body < 0 || to < 0) {
            return Optional.empty();
        }
        String head = page.substring(from, body);
        boolean linked = head.contains("vw-sso-identifier");
        if (!head.contains("vw-last-active") || !head.contains("vw-entries") || !head.contains("vw-attachments")) {
            return Optional.empty();
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(page.substring(body, to));
        while (row.find()) {
            Row read = row(row.group(1), linked);
            if (read == null) {
                return Optional.empty();
            }
            rows.put(read.id(), read);
        }
        return Optional.of(new Overview(rows));
    }

    /** Null when it is not as expected. */
    private static @Nullable Row row(String row, boolean linked) {
        List<String> cells =
                CELL.matcher(row).results().map(cell -> text(cell.group(1))).toList();
        Matcher id = ID.matcher(row);
        int next = linked ? 2 : 1;
        if (!id.find() || cells.size() != next + 6 || !cells.get(next + 2).matches("\\d{1,18}")) {
            return null;
        }
        Matcher attachments = ATTACHMENTS.matcher(cells.get(next + 3));
        if (!attachments.matches()) {
            return null;
        }
        String lastActive = cells.get(next + 1);
        return new Row(
                id.group(1),
                linked && !cells.get(1).isEmpty() ? cells.get(1) : null,
                Long.parseLong(cells.get(next + 2)),
                Long.parseLong(attachments.group(1)),
                attachments.group(2) == null ? 0 : bytes(attachments.group(2), attachments.group(3)),
                lastActive.isEmpty() || lastActive.equals("Never") ? null : lastActive);
    }

    /** The page counts 1024 bytes to a KB. */
    private static long bytes(String number, String unit) {
        return Math.round(Double.parseDouble(number) * Math.pow(1024, UNITS.indexOf(unit)));
    }

    private static String text(String html) {
        return HtmlUtils.htmlUnescape(html.replaceAll("<[^>]*>", " ")).strip().replaceAll("\\s+", " ");
    }
}
