package cloud.maidan.demo;

import java.util.Collection;
import java.util.List;

/** A stand-in that says where it holds a word, and what stands in its secret fields. */
public interface Marked extends AutoCloseable {

    /** Names of the places, such as fields or folders, in which the word stands; not what it noted for a test. */
    Collection<String> where(String word);

    /** Puts a word of its own into each field of what it holds of the member. @param word with it begins each of them */
    Planted plant(String word);

    /** One word for each secret that the service keeps, or one that stands in all of them. */
    List<String> secretWords();
}
