package cloud.maidan.portal.rights;

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

/** The register of requests. */
interface RequestRows extends ListCrudRepository<DataSubjectRequest, UUID> {

    List<DataSubjectRequest> findByMemberOrderByReceivedAtDesc(MemberId member, Limit limit);

    Optional<DataSubjectRequest> findByIdAndMember(UUID id, MemberId member);

    Optional<DataSubjectRequest> findByMemberAndToken(MemberId member, UUID token);

    long countByMemberAndOnBehalfFalseAndLedElsewhereFalseAndReceivedAtAfter(MemberId member, Instant since);

    List<DataSubjectRequest> findByEndedAtIsNullAndDueAtBeforeOrderByDueAt(Instant now, Limit limit);

    long countByEndedAtIsNullAndDueAtBefore(Instant now);

    /** Two people at once: the second reads what the first wrote. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select request from DataSubjectRequest request where request.id = :id")
    Optional<DataSubjectRequest> findLocked(UUID id);

    /** Soonest due first; what stands still comes last. */
    @Query(value = """
                    select * from data_subject_request where state <> 'ENDED'
                    order by coalesce(due_at, 'infinity'), id limit :most""", nativeQuery = true)
    List<DataSubjectRequest> open(int most);

    /** @param after the last one of the page before */
    @Query(value = """
                    select * from data_subject_request
                    where state <> 'ENDED' and (coalesce(due_at, 'infinity'), id) >
                        (select coalesce(due_at, 'infinity'), id from data_subject_request where id = :after)
                    order by coalesce(due_at, 'infinity'), id limit :most""", nativeQuery = true)
    List<DataSubjectRequest> open(UUID after, int most);

    /** The last one to end comes first. */
    @Query(value = """
                    select * from data_subject_request where state = 'ENDED'
                    order by ended_at desc, id desc limit :most""", nativeQuery = true)
    List<DataSubjectRequest> ended(int most);

    /** @param after the last one of the page before */
    @Query(value = """
                    select * from data_subject_request
                    where state = 'ENDED' and (ended_at, id) <
                        (select ended_at, id from data_subject_request where id = :after)
                    order by ended_at desc, id desc limit :most""", nativeQuery = true)
    List<DataSubjectRequest> ended(UUID after, int most);

    @Query(value = "select nextval('data_subject_request_number')", nativeQuery = true)
    long nextNumber();

    @Modifying
    @Query(value = "delete from data_subject_request where ended_at < :limit", nativeQuery = true)
    void forgetEndedBefore(Instant limit);
}
