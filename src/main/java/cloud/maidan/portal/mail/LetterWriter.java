package cloud.maidan.portal.mail;

import cloud.maidan.portal.site.SiteProperties;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Puts a letter into the member's language, as plain text. */
@Component
class LetterWriter {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    private final Words words;
    private final SiteProperties site;
    private final MailProperties properties;

    LetterWriter(Words words, SiteProperties site, MailProperties properties) {
        this.words = words;
        this.site = site;
        this.properties = properties;
    }

    /** @throws jakarta.mail.internet.AddressException when the member's address is not one */
    void write(Letter letter, Member member, MimeMessage message) throws MessagingException {
        Locale language = member.locale();
        MimeMessageHelper helper = new MimeMessageHelper(message, StandardCharsets.UTF_8.name());
        helper.setTo(new InternetAddress(member.email().orElse(""), true));
        try {
            helper.setFrom(properties.from(), oneLine(site.community()));
        } catch (UnsupportedEncodingException e) {
            throw new MessagingException("UTF-8 is always there", e);
        }
        helper.setSubject(oneLine(say(letter.subject(), member)));
        helper.setText(body(letter, member));
        message.setHeader("Content-Language", language.toLanguageTag());
        message.setHeader("Message-ID", messageId(letter.key()));
        // RFC 3834: keeps holiday answers away.
        message.setHeader("Auto-Submitted", "auto-generated");
    }

    private String body(Letter letter, Member member) {
        String paragraphs = letter.paragraphs().stream()
                .map(paragraph -> say(paragraph, member))
                .collect(Collectors.joining("\n\n"));
        return String.join(
                        "\n\n",
                        say(Text.of("mail.greeting", oneLine(member.displayName())), member),
                        paragraphs,
                        link(letter.path()),
                        say(Text.of("mail.closing", oneLine(site.community())), member))
                + "\n";
    }

    private String say(Text text, Member member) {
        return words.say(text, member.locale(), member.zone());
    }

    private String link(String path) {
        String address = properties.address().toString();
        return (address.endsWith("/") ? address.substring(0, address.length() - 1) : address) + path;
    }

    private String messageId(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            String host = properties.from().substring(properties.from().indexOf('@') + 1);
            return "<" + HexFormat.of().formatHex(hash, 0, 16) + "@" + host + ">";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A line break in a name would begin a new header, or pass for a paragraph of ours. */
    private static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }
}
