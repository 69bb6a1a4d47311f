package cloud.maidan.portal.console;

import java.util.Optional;

/** Why somebody looks at a member's data, in a sentence that the member reads. */
record Reason(String text) {

    static final int LEAST = 10;
    static final int MOST = 500;

    /** Empty when it says too little, or too much. */
    static Optional<Reason> of(String typed) {
        String text = typed.strip().replaceAll("\\s+", " ");
        boolean readable = text.codePoints().noneMatch(Character::isISOControl);
        return readable && text.length() >= LEAST && text.length() <= MOST
                ? Optional.of(new Reason(text))
                : Optional.empty();
    }
}
