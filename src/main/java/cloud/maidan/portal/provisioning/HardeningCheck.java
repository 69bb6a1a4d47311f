package cloud.maidan.portal.provisioning;

import java.util.function.Function;

/**
 * One check of the CIS Docker Benchmark.
 *
 * @param number as in docker-bench-security: section 5 is about containers, section 4 about images
 */
record HardeningCheck(String number, Function<Sight, Verdict> look) {

    Finding on(Sight sight) {
        return Finding.of(number, look.apply(sight));
    }

    /** Such as 510 for 5.10. */
    int order() {
        int dot = number.indexOf('.');
        return Integer.parseInt(number.substring(0, dot)) * 100 + Integer.parseInt(number.substring(dot + 1));
    }
}
