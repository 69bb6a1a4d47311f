package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Member;
import java.time.Instant;

/** An account of a service that was proven to be the member's. @param id the service's own id of the account */
public record ServiceAccount(ServiceId service, Member member, String id, Evidence evidence, Instant provenAt) {}
