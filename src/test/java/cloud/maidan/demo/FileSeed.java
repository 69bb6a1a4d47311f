package cloud.maidan.demo;

import java.util.List;
import java.util.Map;

/**
 * What a Nextcloud was given to hold about one person: a test compares an answer with it.
 *
 * @param subject what the identity provider calls the person
 * @param account the person's account id
 * @param files own files that are handed out, by their paths
 * @param foreign what belongs to others, and secrets: must never be handed out
 */
public record FileSeed(String subject, String account, Map<String, byte[]> files, List<String> foreign) {}
