package cloud.maidan.portal.members;

import cloud.maidan.portal.site.CurrentViewer;
import cloud.maidan.portal.site.Viewer;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells the page frame who is signed in. */
@Component
class SignedInViewer implements CurrentViewer {

    @Override
    public Optional<Viewer> viewer() {
        return Optional.ofNullable(SignedInAuthentication.current())
                .map(someone -> someone.session().member())
                .map(member -> new Viewer(member.displayName(), member.locale(), member.zone(), member.theme()));
    }
}
