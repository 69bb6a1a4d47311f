package cloud.maidan.portal.archive;

import cloud.maidan.portal.KillPoint;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A folder around each of whose durable steps the process can be killed. */
class KillableFolder extends ArchiveFolder {

    KillableFolder(ArchiveProperties properties) {
        super(properties);
    }

    @Override
    OutputStream create(ArchiveId id, String file) throws IOException {
        OutputStream out = super.create(id, file);
        KillPoint.reached("after part-create");
        return new FilterOutputStream(out) {

            private boolean closed;

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (closed) {
                    return;
                }
                closed = true;
                KillPoint.reached("before part-sync");
                out.close();
                KillPoint.reached("after part-sync");
            }
        };
    }

    @Override
    void publish(ArchiveId id, String file) throws IOException {
        KillPoint.reached("before part-rename");
        super.publish(id, file);
        KillPoint.reached("after part-rename");
    }

    @Override
    void sync(ArchiveId id) throws IOException {
        super.sync(id);
        KillPoint.reached("after folder-sync");
    }
}
