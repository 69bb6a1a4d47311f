package cloud.maidan.portal.subject;

/** A table that is not about members, and why. */
public record ImpersonalTable(String name, String reason) {}
