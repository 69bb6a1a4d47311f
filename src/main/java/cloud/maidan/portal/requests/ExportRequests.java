package cloud.maidan.portal.requests;

import cloud.maidan.portal.subject.MemberId;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.ListCrudRepository;

/** Requests for an export. */
interface ExportRequests extends ListCrudRepository<ExportRequest, UUID> {

    List<ExportRequest> findByMemberOrderByCreatedAtDesc(MemberId member, Limit limit);

    Optional<ExportRequest> findByIdAndMember(UUID id, MemberId member);

    Optional<ExportRequest> findByMemberAndToken(MemberId member, UUID token);

    /** The states stand in the query: with a list of parameters it would be translated anew for each page. */
    @Query("""
            select export from ExportRequest export
            where export.member = :member and (export.state = COLLECTING or export.state = FINISHING)""")
    Optional<ExportRequest> findRunning(MemberId member);

    List<ExportRequest> findByMemberAndCreatedAtAfterOrderByCreatedAt(MemberId member, Instant since);

    /** Steps of two services end at the same time; the second must see what the first wrote. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select export from ExportRequest export where export.id = :id")
    Optional<ExportRequest> findLocked(UUID id);

    @Query(value = "select nextval('export_number')", nativeQuery = true)
    long nextNumber();

    @Modifying
    @Query(
            value =
                    "delete from export_request where finished_at < :limit and state not in ('COLLECTING', 'FINISHING')",
            nativeQuery = true)
    void forgetFinishedBefore(Instant limit);
}
