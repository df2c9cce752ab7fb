package dev.culvert.benchmarks.micro;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures as a page in Markdown. */
final class MicroPage {
    /** Ends the name of a benchmark that does with generated code what the one without it does by hand. */
    private static final String REFERENCE = "Generated";

    private MicroPage() {}

    /**
     * Renders it.
     *
     * @param machine a sentence on what was measured on
     */
    static String of(String machine, List<Figure> figures) {
        StringBuilder page = new StringBuilder("# The tunnel's parts by themselves\n\n");
        page.append(machine)
                .append("\n\nThe median of the iterations, with the least and the most of them in parentheses, for one"
                        + " operation: a frame, a chunk or a stream, or an exchange. Where the same is done by generated"
                        + " code, the last column says how much of its time the code written by hand takes.\n\n")
                .append("| benchmark | with | ns | bytes allocated | of the generated code's time |\n")
                .append("|---|---|--:|--:|--:|\n");
        for (Figure figure : figures) {
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s (%s–%s) | %.0f | %s |%n",
                    figure.name(),
                    figure.parameters(),
                    number(figure.median()),
                    number(figure.least()),
                    number(figure.most()),
                    figure.allocated(),
                    reference(figure, figures)
                            .map(other -> String.format(Locale.ROOT, "%.2f", figure.median() / other.median()))
                            .orElse("")));
        }
        return page.toString();
    }

    private static Optional<Figure> reference(Figure figure, List<Figure> figures) {
        return figures.stream()
                .filter(other -> other.name().equals(figure.name() + REFERENCE)
                        && other.parameters().equals(figure.parameters()))
                .findFirst();
    }

    private static String number(double nanos) {
        return String.format(Locale.ROOT, nanos < 100 ? "%.1f" : "%,.0f", nanos);
    }
}
