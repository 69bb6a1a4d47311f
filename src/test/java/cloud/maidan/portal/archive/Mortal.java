package cloud.maidan.portal.archive;

import cloud.maidan.portal.work.StepRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;

/** A process that dies at a chosen point: from then on nothing it does has any effect, until it is started again. */
final class Mortal {

    private int passed;
    private int deadline;

    static final class Death extends Error {

        private static final long serialVersionUID = 1L;

        Death(int point) {
            super("died at point " + point);
        }
    }

    /** @param point counted from 1; 0 for never */
    void startToDieAt(int point) {
        passed = 0;
        deadline = point;
    }

    int passed() {
        return passed;
    }

    private void point() {
        passed++;
        if (deadline > 0 && passed >= deadline) {
            throw new Death(passed);
        }
    }

    /** A folder on whose every operation the process may die, before and after. */
    class Folder extends ArchiveFolder {

        Folder(ArchiveProperties properties) {
            super(properties);
        }

        @Override
        OutputStream create(ArchiveId id, String file) throws IOException {
            point();
            OutputStream out = super.create(id, file);
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    point();
                    out.write(bytes, offset, length);
                }

                @Override
                public void close() throws IOException {
                    point();
                    out.close();
                }
            };
        }

        @Override
        void publish(ArchiveId id, String file) throws IOException {
            point();
            super.publish(id, file);
            point();
        }

        @Override
        void sync(ArchiveId id) throws IOException {
            super.sync(id);
            point();
        }

        @Override
        SeekableByteChannel open(ArchiveId id, String file) throws IOException {
            point();
            return super.open(id, file);
        }

        @Override
        void delete(ArchiveId id, String file) throws IOException {
            point();
            super.delete(id, file);
        }
    }

    /** A run that may die before its transaction, within it, and after it. */
    class Run extends Workshop.Holding {

        Run(Workshop workshop) {
            workshop.super();
        }

        @Override
        public void effect(Runnable work) {
            point();
            super.effect(() -> {
                work.run();
                point();
            });
            point();
        }

        @Override
        public void stillMine() {
            point();
        }
    }

    StepRun run(Workshop workshop) {
        return new Run(workshop);
    }
}
