package cloud.maidan.portal.holds;

import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.UUID;

/** Whatever leaves something where it is for a hold says so to the officers. */
public interface KeptBack {

    /** What left something for the hold and goes on with it once it is lifted, oldest first; empty when nothing does. */
    List<Text> by(UUID hold);
}
