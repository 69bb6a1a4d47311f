package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code audit verify}: checks an exported log, or an excerpt, with nothing but the file, a public key and kept checkpoints. */
class VerifyCommand implements Command {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public String words() {
        return "audit verify";
    }

    @Override
    public String usage() {
        return "audit verify FILE [--key KEY]… [--checkpoints FILE]  checks an exported audit log, offline";
    }

    @Override
    public int run(List<String> arguments, Supplier<DataSource> database, PrintStream out) {
        List<Verifier> trusted = new ArrayList<>();
        List<String> outside = new ArrayList<>();
        if (arguments.isEmpty() || arguments.size() % 2 == 0) {
            return MISUSED;
        }
        try {
            for (int i = 1; i < arguments.size(); i += 2) {
                switch (arguments.get(i)) {
                    case "--key" -> trusted.add(Verifier.parse(arguments.get(i + 1)));
                    case "--checkpoints" -> outside.addAll(notes(Path.of(arguments.get(i + 1))));
                    default -> {
                        return MISUSED;
                    }
                }
            }
            return check(Path.of(arguments.getFirst()), trusted, outside, out);
        } catch (IOException e) {
            out.println("Not readable: " + e.getMessage());
            return FAILED;
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return MISUSED;
        }
    }

    private static int check(Path file, List<Verifier> trusted, List<String> outside, PrintStream out)
            throws IOException {
        String unreadable = "";
        LogCheck check = new ChainCheck(trusted, outside);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            boolean first = true;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Line read = JSON.readValue(line, Line.class);
                if (first && read instanceof Line.Excerpt) {
                    check = new ExcerptCheck(trusted, outside);
                    out.println("An excerpt: what lies between its records is not in the file.");
                }
                first = false;
                check.accept(read);
            }
        } catch (JacksonException | java.time.DateTimeException e) {
            unreadable = " A line after that is unreadable.";
        }
        Optional<LogCheck.Broken> broken = check.verdict();
        out.println(check.records() + " records in " + check.batches() + " signed batches fit; "
                + check.unlinkedRecords() + " were not linked yet.");
        check.signers().forEach(key -> out.println("signed by " + key));
        if (trusted.isEmpty()) {
            out.println("Compare the key with the one in the portal's log, or name it with --key.");
        }
        broken.ifPresent(b -> out.println("BROKEN: record " + b.record() + " " + b.why() + "."));
        out.print(unreadable.isEmpty() ? "" : unreadable.strip() + "\n");
        return broken.isPresent() || !unreadable.isEmpty() ? FAILED : DONE;
    }

    /** Notes stand one after the other, with an empty line between them. */
    private static List<String> notes(Path file) throws IOException {
        return List.of(Files.readString(file).split("\n\n(?!\u2014)")).stream()
                .map(note -> note.strip() + "\n")
                .toList();
    }
}
