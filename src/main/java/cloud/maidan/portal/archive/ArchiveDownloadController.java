package cloud.maidan.portal.archive;

import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.context.request.ServletWebRequest;

/** Hands a member their archive: decrypted as it is sent, never held in memory, resumable. */
@Members
@Controller
class ArchiveDownloadController {

    private static final Logger log = LoggerFactory.getLogger(ArchiveDownloadController.class);
    private static final String ADDRESS = "/me/exports/{id}/archive";
    private static final String PIECE = ADDRESS + "/{number}";

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");

    private final Downloads downloads;
    private final StoredArchives archives;

    ArchiveDownloadController(Downloads downloads, StoredArchives archives) {
        this.downloads = downloads;
        this.archives = archives;
    }

    @FreshSignIn(minutes = Downloads.FRESH_MINUTES)
    @GetMapping(
            path = {ADDRESS, PIECE},
            headers = "!Range")
    void download(
            SignedIn member,
            @PathVariable String id,
            @PathVariable(required = false) @Nullable String number,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ArchiveRow archive = downloads.mine(id, member);
        send(archive, piece(archive, number), member, null, request, response);
    }

    /** A download that was begun in this session goes on whatever the age of the sign-in. */
    @GetMapping(
            path = {ADDRESS, PIECE},
            headers = "Range")
    void resume(
            SignedIn member,
            @PathVariable String id,
            @PathVariable(required = false) @Nullable String number,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ArchiveRow archive = downloads.mine(id, member);
        PieceRow piece = piece(archive, number);
        if (!downloads.begun(archive, piece, session(request))) {
            downloads.requireFresh(member);
        }
        String condition = request.getHeader(HttpHeaders.IF_RANGE);
        boolean unchanged = condition == null || condition.equals(tag(piece));
        String header = unchanged && !head(request) ? request.getHeader(HttpHeaders.RANGE) : null;
        send(archive, piece, member, ByteRange.parse(header, piece.bytes()), request, response);
    }

    private PieceRow piece(ArchiveRow archive, @Nullable String number) {
        if (number != null && !NUMBER.matcher(number).matches()) {
            throw new NotHere();
        }
        return downloads.piece(archive, number == null ? 1 : Integer.parseInt(number));
    }

    private void send(
            ArchiveRow archive,
            PieceRow piece,
            SignedIn member,
            @Nullable ByteRange asked,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store, private");
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (new ServletWebRequest(request, response).checkNotModified(tag(piece))) {
            return;
        }
        if (!matches(request.getHeader(HttpHeaders.IF_MATCH), piece)) {
            response.setStatus(HttpServletResponse.SC_PRECONDITION_FAILED);
            return;
        }
        ByteRange range = asked == null ? new ByteRange(0, piece.bytes()) : asked;
        if (asked != null) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, range.contentRange(piece.bytes()));
            response.setStatus(
                    range.length() == 0
                            ? HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE
                            : HttpServletResponse.SC_PARTIAL_CONTENT);
        }
        response.setContentLengthLong(range.length());
        if (range.length() == 0) {
            return;
        }
        response.setContentType(type(archive));
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + downloads.file(archive, piece) + "\"");
        response.setHeader("Repr-Digest", digest(piece));
        if (!head(request)) {
            if (range.first() == 0 || !downloads.begun(archive, piece, session(request))) {
                downloads.start(archive, piece, member, session(request));
            }
            copy(archive, piece, range, response);
        }
    }

    private static String type(ArchiveRow archive) {
        if (archive.underPassphrase()) {
            return "application/octet-stream";
        }
        return switch (archive.form()) {
            case ZIP -> "application/zip";
            case TAR_ZST -> "application/zstd";
        };
    }

    private void copy(ArchiveRow archive, PieceRow piece, ByteRange range, HttpServletResponse response)
            throws IOException {
        try {
            response.setBufferSize(WholeArchive.BLOCK);
            archives.whole(archive, piece).copy(range.first(), range.length(), response.getOutputStream());
        } catch (UncheckedIOException e) {
            log.debug("the download of archive {} was broken off", archive.id());
        } catch (RuntimeException e) {
            log.error("archive {} cannot be read", archive.id(), e);
            if (!response.isCommitted()) {
                response.reset();
            }
            throw e;
        }
    }

    /** Spring asks for If-Match only where something changes; clients that resume send it too. */
    private static boolean matches(@Nullable String tags, PieceRow piece) {
        return tags == null || tags.strip().equals("*") || tags.contains(tag(piece));
    }

    private static boolean head(HttpServletRequest request) {
        return request.getMethod().equals("HEAD");
    }

    private static String session(HttpServletRequest request) {
        return request.getSession().getId();
    }

    private static String tag(PieceRow piece) {
        return '"' + piece.sha256() + '"';
    }

    /** RFC 9530: the digest of the whole file, whatever range is sent. */
    private static String digest(PieceRow piece) {
        byte[] sha256 = HexFormat.of().parseHex(piece.sha256());
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
    }
}
