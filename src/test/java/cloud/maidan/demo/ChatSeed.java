package cloud.maidan.demo;

import java.util.List;
import java.util.Map;

/**
 * What a Matrix server was given to hold about one person: a test compares an answer with it, whichever server it asks.
 *
 * @param subject what the identity provider calls the person
 * @param account the person's Matrix id
 * @param openRoom a room the person is in, whose messages the server can read
 * @param leftRoom a room the person wrote in and left
 * @param sealedRoom a room with end-to-end encryption
 * @param rooms rooms the server knows a membership for
 * @param texts what the person wrote in rooms that the server can read
 * @param sealed ciphertext of the person in {@code sealedRoom}
 * @param foreign words of others, withdrawn words and secrets: must never be handed out
 * @param files media id and bytes of all files of the person
 */
public record ChatSeed(
        String subject,
        String account,
        String openRoom,
        String leftRoom,
        String sealedRoom,
        int rooms,
        List<String> texts,
        String sealed,
        List<String> foreign,
        Map<String, byte[]> files) {

    public long bytes() {
        return files.values().stream().mapToLong(content -> content.length).sum();
    }
}
