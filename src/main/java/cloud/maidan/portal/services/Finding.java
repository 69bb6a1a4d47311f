package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;

/** A fact about a service. @param code stable name @param concern whether somebody should do something about it */
public record Finding(String code, Text what, boolean concern) {}
