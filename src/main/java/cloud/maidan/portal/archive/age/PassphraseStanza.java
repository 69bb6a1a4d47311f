package cloud.maidan.portal.archive.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.FileKeyEncryptorFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.SCrypt;

/** Wraps the key of an age file under a passphrase (C2SP age.md, the scrypt recipient type). */
final class PassphraseStanza implements RecipientStanzaWriter {

    private static final byte[] LABEL = "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT = 16;
    private static final int BLOCK_SIZE = 8;
    private static final int KEY = 32;
    /** Each takes a lot of memory. */
    private static final Semaphore ONE_AT_A_TIME = new Semaphore(1);

    private final byte[] passphrase;
    private final int workFactor;

    PassphraseStanza(byte[] passphrase, int workFactor) {
        this.passphrase = passphrase;
        this.workFactor = workFactor;
    }

    private record Stanza(String type, List<String> arguments, byte[] body) implements RecipientStanza {

        @Override
        public String getType() {
            return type;
        }

        @Override
        public List<String> getArguments() {
            return arguments;
        }

        @Override
        public byte[] getBody() {
            return body;
        }
    }

    @Override
    public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey) throws GeneralSecurityException {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        byte[] wrapped = new FileKeyEncryptorFactory()
                .newFileKeyEncryptor()
                .getEncryptedFileKey(fileKey, new CipherKey(stretched(salt)))
                .getEncoded();
        List<String> arguments =
                List.of(Base64.getEncoder().withoutPadding().encodeToString(salt), Integer.toString(workFactor));
        return List.of(new Stanza("scrypt", arguments, wrapped));
    }

    private byte[] stretched(byte[] salt) {
        ByteArrayOutputStream labelled = new ByteArrayOutputStream();
        labelled.writeBytes(LABEL);
        labelled.writeBytes(salt);
        ONE_AT_A_TIME.acquireUninterruptibly();
        try {
            return SCrypt.generate(passphrase, labelled.toByteArray(), 1 << workFactor, BLOCK_SIZE, 1, KEY);
        } finally {
            ONE_AT_A_TIME.release();
        }
    }
}
