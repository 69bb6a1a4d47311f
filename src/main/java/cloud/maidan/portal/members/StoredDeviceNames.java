package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.MemberId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A column of {@code member}; {@link MemberSessions} asks it at each sign-in. */
@Component
class StoredDeviceNames implements DeviceNames {

    private final JdbcClient jdbc;

    StoredDeviceNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean kept(MemberId member) {
        return jdbc.sql("select device_names_kept from member where id = ?")
                .param(member.value())
                .query(Boolean.class)
                .optional()
                .orElse(true);
    }

    @Override
    @Transactional
    public boolean keep(MemberId member, boolean kept) {
        boolean changed = jdbc.sql("update member set device_names_kept = :kept"
                                + " where id = :member and device_names_kept <> :kept")
                        .param("kept", kept)
                        .param("member", member.value())
                        .update()
                == 1;
        if (!kept) {
            jdbc.sql("update member_session set user_agent = '' where member_id = ?")
                    .param(member.value())
                    .update();
        }
        return changed;
    }
}
