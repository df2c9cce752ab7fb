package dev.culvert.benchmarks.report;

import java.awt.Color;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.svg.SVGGraphics2D;

/** Bars, as SVG: a group for each trial, a bar in it for each variant. */
final class Plot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;

    private final String title;
    private final String axis;
    private final DefaultCategoryDataset bars = new DefaultCategoryDataset();

    Plot(String title, String axis) {
        this.title = title;
        this.axis = axis;
    }

    void add(String variant, String trial, double value) {
        bars.addValue(value, variant, trial);
    }

    boolean empty() {
        return bars.getRowCount() == 0;
    }

    void write(Path file) throws IOException {
        JFreeChart chart = ChartFactory.createBarChart(title, "", axis, bars);
        chart.setBackgroundPaint(Color.WHITE);
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        BarRenderer renderer = (BarRenderer) plot.getRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        SVGGraphics2D canvas = new SVGGraphics2D(WIDTH, HEIGHT);
        chart.draw(canvas, new Rectangle(WIDTH, HEIGHT));
        Files.writeString(file, canvas.getSVGDocument());
    }
}
