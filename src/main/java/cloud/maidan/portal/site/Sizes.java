package cloud.maidan.portal.site;

import com.ibm.icu.number.NumberFormatter;
import com.ibm.icu.number.NumberFormatter.UnitWidth;
import com.ibm.icu.number.Precision;
import com.ibm.icu.util.MeasureUnit;
import java.util.Locale;

/** Sizes in decimal units, as disks and downloads are sold: 1 kB is 1,000 bytes. */
final class Sizes {

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
        return NumberFormatter.withLocale(locale)
                .unit(unit)
                .unitWidth(unit == MeasureUnit.BYTE ? UnitWidth.FULL_NAME : UnitWidth.SHORT)
                .precision(whole ? Precision.integer() : Precision.maxFraction(1))
                .format(value)
                .toString();
    }
}
