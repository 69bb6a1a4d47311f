package cloud.maidan.portal.archive;

import java.nio.file.Path;

/** The program age, which takes a passphrase only from a terminal; Python plays one. */
final class Age {

    private static final String TERMINAL = """
            import os, pty, sys
            child, terminal = pty.fork()
            if child == 0:
                os.execvp("age", ["age", "-d", "-o", sys.argv[2], sys.argv[1]])
            said = b""
            while b"passphrase" not in said:
                said += os.read(terminal, 1024)
            os.write(terminal, (sys.argv[3] + "\\n").encode())
            try:
                while True:
                    said += os.read(terminal, 1024)
            except OSError:
                pass
            _, status = os.waitpid(child, 0)
            sys.stdout.write(said.decode(errors="replace"))
            sys.exit(os.waitstatus_to_exitcode(status))
            """;

    private Age() {}

    static void decrypt(Path file, String passphrase, Path target) throws Exception {
        Tools.assumeInstalled("age");
        Tools.succeeds(Path.of("."), "python3", "-c", TERMINAL, file.toString(), target.toString(), passphrase);
    }
}
