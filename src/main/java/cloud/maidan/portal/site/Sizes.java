package cloud.maidan.portal.site;

import com.ibm.icu.number.LocalizedNumberFormatter;
import com.ibm.icu.number.NumberFormatter;
import com.ibm.icu.number.NumberFormatter.UnitWidth;
import com.ibm.icu.number.Precision;
import com.ibm.icu.util.MeasureUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sizes in decimal units, as disks and downloads are sold: 1 kB is 1,000 bytes. */
final class Sizes {

    private static final Map<Kind, LocalizedNumberFormatter> MADE = new ConcurrentHashMap<>();

    private Sizes() {}

    static String say(long bytes, Locale locale) {
        double value = bytes;
        MeasureUnit unit = MeasureUnit.BYTE;
        if (bytes >= 999_950_000_000L) {
            value = bytes / 1e12;
            unit = MeasureUnit.TERABYTE;
        } else if (bytes >= 999_950_000) {
            value = bytes / 1e9;
            unit = MeasureUnit.GIGABYTE;
        } else if (bytes >= 999_500) {
            value = bytes / 1e6;
            unit = MeasureUnit.MEGABYTE;
        } else if (bytes >= 1_000) {
            value = bytes / 1e3;
            unit = MeasureUnit.KILOBYTE;
        }
        boolean whole = unit == MeasureUnit.BYTE || value >= 100;
        return MADE.computeIfAbsent(new Kind(locale, unit, whole), Kind::formatter)
                .format(value)
                .toString();
    }

    /** Formats are costly to make and few: languages that are offered, units, with a fraction or without. */
    private record Kind(Locale locale, MeasureUnit unit, boolean whole) {

        LocalizedNumberFormatter formatter() {
            return NumberFormatter.withLocale(locale)
                    .unit(unit)
                    .unitWidth(unit == MeasureUnit.BYTE ? UnitWidth.FULL_NAME : UnitWidth.SHORT)
                    .precision(whole ? Precision.integer() : Precision.maxFraction(1));
        }
    }
}
