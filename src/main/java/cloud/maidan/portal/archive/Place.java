package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;

/** Which ordinals mean what: files are read in their order. */
final class Place {

    static final int PAGES = 0;
    /** Sections have lower ones. */
    private static final int CHECKSUMS = 1_100_000_000;

    private static final int DIRECTORIES = 1_200_000_000;
    private static final int SEALED = 1_500_000_000;

    private Place() {}

    /** The list of what one of several pieces holds. @param piece from 1 */
    static int checksums(int piece) {
        return CHECKSUMS + piece;
    }

    static int directory(int piece) {
        return DIRECTORIES + piece;
    }

    static int sealed(int piece) {
        return SEALED + piece;
    }

    /** Whether the file holds pages or a section. */
    static boolean isBody(Recorded file) {
        return !file.journal() && file.ordinal() < CHECKSUMS;
    }

    static boolean endsPiece(Recorded file, int piece) {
        return !file.journal() && (file.ordinal() == checksums(piece) || file.ordinal() == directory(piece));
    }

    /** Whether what lies there is an age file. */
    static boolean isSealed(int ordinal) {
        return ordinal > SEALED;
    }

    static boolean isSealed(Recorded file, int piece) {
        return file.ordinal() == sealed(piece);
    }
}
