package cloud.maidan.demo;

import java.util.Map;
import java.util.Set;

/**
 * What became of each field of a stand-in.
 *
 * @param words a word of its own for each field that has one
 * @param leftOut fields that can hold none, each with the reason
 * @param missed fields that got no word, and nobody says why
 * @param stale what was to be left out, and is not there
 */
public record Planted(Map<String, String> words, Map<String, String> leftOut, Set<String> missed, Set<String> stale) {}
