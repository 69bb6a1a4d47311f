package cloud.maidan.portal.grown;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How PostgreSQL carried out a statement: which tables it read, how, and how many rows of each. */
record Plan(String statement, List<Scan> scans) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern OFFSET = Pattern.compile("\\boffset\\b", Pattern.CASE_INSENSITIVE);
    private static final Set<String> WRITES = Set.of("ModifyTable", "LockRows");

    /** @param rows looked at, those that were not wanted among them, in all rounds of a loop together */
    record Scan(String how, String table, long rows) {

        boolean sequential() {
            return how.equals("Seq Scan");
        }
    }

    /** @param json as auto_explain writes it */
    static Plan read(String json) {
        JsonNode plan = JSON.readTree(json);
        List<Scan> scans = new ArrayList<>();
        collect(plan.get("Plan"), scans);
        return new Plan(plan.get("Query Text").asString().strip().replaceAll("\\s+", " "), List.copyOf(scans));
    }

    private static void collect(JsonNode node, List<Scan> scans) {
        String type = node.get("Node Type").asString();
        if (node.has("Relation Name") && !WRITES.contains(type)) {
            double rows = number(node, "Actual Rows")
                    + number(node, "Rows Removed by Filter")
                    + number(node, "Rows Removed by Index Recheck");
            scans.add(new Scan(
                    type, node.get("Relation Name").asString(), Math.round(rows * number(node, "Actual Loops"))));
        }
        if (node.has("Plans")) {
            node.get("Plans").forEach(below -> collect(below, scans));
        }
    }

    private static double number(JsonNode node, String name) {
        return node.has(name) ? node.get(name).asDouble() : 0;
    }

    /** What is wrong with it. @param most rows that a page may have looked at, in whatever way */
    Optional<String> fault(long most) {
        if (OFFSET.matcher(statement).find()) {
            return Optional.of("OFFSET");
        }
        return scans.stream()
                .filter(scan -> scan.rows() > most)
                .findFirst()
                .map(scan -> String.format(Locale.ROOT, "%s of %d rows of %s", scan.how(), scan.rows(), scan.table()));
    }
}
