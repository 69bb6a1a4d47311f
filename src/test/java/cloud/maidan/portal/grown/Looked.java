package cloud.maidan.portal.grown;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How every page's statements were carried out. @param faults what took too much, by page, each with its statement */
record Looked(int statements, Set<String> faults) {

    private static final Pattern NEXT =
            Pattern.compile("href=\"([^\"?]*\\?[^\"]*\\b(?:after|before|below|account|restricted)=[^\"]*)\"");

    /** Looks at each page and at the one that it says comes next. @param most rows that a statement may look at */
    static Looked at(GrownPortal portal, long most) throws SQLException {
        Set<String> faults = new LinkedHashSet<>();
        int statements = 0;
        for (Visit visit : portal.visits()) {
            List<Plan> plans = plans(portal, visit);
            assertThat(plans).as(visit.toString()).isNotEmpty();
            statements += plans.size();
            plans.forEach(plan ->
                    plan.fault(most).ifPresent(fault -> faults.add(visit + ": " + fault + " by " + plan.statement())));
        }
        return new Looked(statements, faults);
    }

    private static List<Plan> plans(GrownPortal portal, Visit visit) throws SQLException {
        List<Plan> plans = new ArrayList<>();
        String address = portal.address(visit);
        for (int page = 0; page < 2 && !address.isEmpty(); page++) {
            portal.refresh();
            portal.watch().begin();
            HttpResponse<String> answer = portal.get(visit.who(), address);
            portal.watch().end().forEach(plan -> plans.add(Plan.read(plan)));
            assertThat(answer.statusCode()).as(visit + ": " + address).isEqualTo(200);
            Matcher next = NEXT.matcher(answer.body());
            address = next.find() ? next.group(1).replace("&amp;", "&") : "";
        }
        return plans;
    }
}
