package cloud.maidan.portal.federation;

import cloud.maidan.portal.subject.Text;
import com.ibm.icu.text.IDNA;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Names of servers as people write them, one a line: in any script, with {@code *.} in front for everything before the
 * dot; lines that are empty or begin with {@code #} say nothing.
 *
 * @param servers in ASCII (IDNA 2008, UTS 46), each once
 * @param faults the first lines that are no such name
 */
record ServerList(List<String> servers, List<Fault> faults) {

    private static final IDNA NAMES = IDNA.getUTS46Instance(
            IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.NONTRANSITIONAL_TO_ASCII);
    private static final String ANYTHING = "*.";
    private static final int MOST_FAULTS = 10;
    private static final int SHOWN = 60;

    ServerList {
        servers = List.copyOf(servers);
        faults = List.copyOf(faults);
    }

    /** @param line from 1 */
    record Fault(int line, Text what) {}

    /** @param most names that are taken */
    static ServerList read(String text, int most) {
        TreeSet<String> servers = new TreeSet<>();
        List<Fault> faults = new ArrayList<>();
        int line = 0;
        for (String written : (Iterable<String>) text.lines()::iterator) {
            line++;
            String entry = written.strip();
            if (entry.isEmpty() || entry.startsWith("#")) {
                continue;
            }
            StringBuilder name = new StringBuilder();
            String wrong = read(entry, name);
            if (wrong != null) {
                faults.add(new Fault(
                        line,
                        Text.of(
                                "federation.fault." + wrong,
                                line,
                                entry.substring(0, Math.min(SHOWN, entry.length())))));
            } else {
                servers.add(name.toString());
            }
            if (servers.size() > most) {
                faults.add(new Fault(line, Text.of("federation.fault.too-many", most)));
            }
            if (faults.size() == MOST_FAULTS || servers.size() > most) {
                break;
            }
        }
        return new ServerList(List.copyOf(servers), faults);
    }

    /** The name as people of that script read it. */
    static String readable(String server) {
        String name = server.startsWith(ANYTHING) ? server.substring(ANYTHING.length()) : server;
        IDNA.Info info = new IDNA.Info();
        String read = NAMES.nameToUnicode(name, new StringBuilder(), info).toString();
        return info.hasErrors() ? server : (server.startsWith(ANYTHING) ? ANYTHING : "") + read;
    }

    /** What is wrong with the entry; null when nothing is. */
    private static @Nullable String read(String entry, StringBuilder into) {
        if (entry.equals("*") || entry.equals("*.*")) {
            return "everything";
        }
        if (entry.contains("/")) {
            return "address";
        }
        if (entry.contains("@")) {
            return "person";
        }
        if (entry.contains(":") || entry.contains("[")) {
            return "port";
        }
        boolean pattern = entry.startsWith(ANYTHING);
        String name = pattern ? entry.substring(ANYTHING.length()) : entry;
        if (name.contains("*") || name.contains("?")) {
            return "star";
        }
        IDNA.Info info = new IDNA.Info();
        NAMES.nameToASCII(name.endsWith(".") ? name.substring(0, name.length() - 1) : name, into, info);
        if (info.hasErrors()) {
            return "name";
        }
        if (into.indexOf(".") < 0 && !pattern) {
            return "no-dot";
        }
        if (pattern) {
            into.insert(0, ANYTHING);
        }
        return null;
    }
}
