package cloud.maidan.portal.site;

import java.util.Optional;

/** Tells the page frame who is looking; implemented by {@code members}. */
public interface CurrentViewer {

    /** Empty for somebody who is not signed in. */
    Optional<Viewer> viewer();
}
