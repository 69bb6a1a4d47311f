package cloud.maidan.demo;

import java.util.List;

/** The invented people of the demo; every part of the development stack knows the same ones. */
public enum DemoAccount {
    MEMBER("11111111-1111-4111-8111-111111111111", "Mira Beispiel", "maidan-members"),
    MODERATOR("22222222-2222-4222-8222-222222222222", "Moss Ejemplo", "maidan-members", "maidan-moderators"),
    OFFICER("33333333-3333-4333-8333-333333333333", "Odile Exemple", "maidan-members", "maidan-privacy-officers"),
    ADMIN("44444444-4444-4444-8444-444444444444", "Arda Örnek", "maidan-members", "maidan-admins"),
    AUDITOR("55555555-5555-4555-8555-555555555555", "Aino Esimerkki", "maidan-members", "maidan-auditors");

    /** The one password of all demo accounts; shown on the demo provider's sign-in page and in README. */
    public static final String PASSWORD = "open-square";

    private final String subject;
    private final String displayName;
    private final List<String> groups;

    DemoAccount(String subject, String displayName, String... groups) {
        this.subject = subject;
        this.displayName = displayName;
        this.groups = List.of(groups);
    }

    /** The provider's {@code sub}, as Authentik gives it in its mode {@code user_uuid}. */
    public String subject() {
        return subject;
    }

    public String username() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public String displayName() {
        return displayName;
    }

    public String email() {
        return username() + "@riverbend.example";
    }

    public List<String> groups() {
        return groups;
    }
}
