package org.ledgerstone.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lines over one axis, as SVG that is readable on a light and on a dark page.
 *
 * @param across what is counted from left to right, with its unit
 * @param up what is counted upwards, from 0, with its unit
 * @param powersOfTen whether the axis across goes by powers of ten
 */
record Chart(String title, String across, String up, boolean powersOfTen, List<Line> lines) {

  /** A line and its name. */
  record Line(String name, List<Point> points) {}

  /** A point, and how far its figure spread. */
  record Point(double x, double y, double least, double most) {}

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 80;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int BOTTOM = 60;
  private static final int TICKS = 5;
  private static final String STYLE =
      """
      <style>
        text { font: 12px system-ui, sans-serif; fill: #24292f }
        .title { font-size: 15px; font-weight: 600 }
        .grid { stroke: #8c959f; stroke-width: .5; stroke-opacity: .5 }
        .line0 { stroke: #0969da; fill: #0969da } .line1 { stroke: #bc4c00; fill: #bc4c00 }
        .line2 { stroke: #1a7f37; fill: #1a7f37 } .line3 { stroke: #8250df; fill: #8250df }
        polyline { fill: none !important; stroke-width: 2 } .spread { stroke-width: 1 }
        text.key { stroke: none }
        @media (prefers-color-scheme: dark) {
          text { fill: #d1d7e0 }
          .line0 { stroke: #58a6ff; fill: #58a6ff } .line1 { stroke: #f0883e; fill: #f0883e }
          .line2 { stroke: #3fb950; fill: #3fb950 } .line3 { stroke: #bc8cff; fill: #bc8cff }
        }
      </style>
      """;

  /** The whole document. */
  String svg() {
    var svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(WIDTH, HEIGHT));
    svg.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
    text(svg, WIDTH / 2.0, 20, "middle", "title", title);
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", "axis", across);
    svg.append(
        "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n"
            .formatted((TOP + HEIGHT - BOTTOM) / 2, escaped(up)));
    grid(svg);
    IntStream.range(0, lines.size()).forEach(i -> line(svg, i));
    return svg.append("</svg>\n").toString();
  }

  private void grid(StringBuilder svg) {
    double step = step();
    for (double y = 0; y <= topValue() + step / 2; y += step) {
      svg.append(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n"
              .formatted(LEFT, WIDTH - RIGHT, down(y), down(y)));
      text(svg, LEFT - 6, down(y) + 4, "end", "tick", figure(y));
    }
    points()
        .mapToDouble(Point::x)
        .distinct()
        .forEach(x -> text(svg, right(x), HEIGHT - BOTTOM + 18, "middle", "tick", figure(x)));
  }

  private void line(StringBuilder svg, int number) {
    var line = lines.get(number);
    var corners = new ArrayList<String>();
    for (var point : line.points()) {
      corners.add("%.1f,%.1f".formatted(right(point.x()), down(point.y())));
      svg.append(
          "<line class=\"spread line%d\" x1=\"%2$.1f\" x2=\"%2$.1f\" y1=\"%3$.1f\" y2=\"%4$.1f\"/>\n"
              .formatted(number, right(point.x()), down(point.least()), down(point.most())));
      svg.append(
          "<circle class=\"line%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>\n"
              .formatted(number, right(point.x()), down(point.y())));
    }
    svg.append(
        "<polyline class=\"line%d\" points=\"%s\"/>\n"
            .formatted(number, String.join(" ", corners)));
    if (lines.size() > 1) {
      text(svg, LEFT + 8 + 140.0 * number, TOP - 8, "start", "key line" + number, line.name());
    }
  }

  private Stream<Point> points() {
    return lines.stream().flatMap(line -> line.points().stream());
  }

  private double right(double x) {
    double least = scaled(points().mapToDouble(Point::x).min().orElse(0));
    double most = scaled(points().mapToDouble(Point::x).max().orElse(1));
    double share = most == least ? 0.5 : (scaled(x) - least) / (most - least);
    return LEFT + 15 + share * (WIDTH - LEFT - RIGHT - 30);
  }

  private double scaled(double x) {
    return powersOfTen ? Math.log10(x) : x;
  }

  private double down(double y) {
    return HEIGHT - BOTTOM - y / topValue() * (HEIGHT - TOP - BOTTOM);
  }

  private double topValue() {
    return Math.ceil(highest() / step()) * step();
  }

  private double highest() {
    return Math.max(points().mapToDouble(Point::most).max().orElse(1), 1e-9);
  }

  /** 1, 2 or 5 times a power of ten, so that some five lines are drawn. */
  private double step() {
    double raw = highest() / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double first = raw / power;
    return power * (first <= 1 ? 1 : first <= 2 ? 2 : first <= 5 ? 5 : 10);
  }

  private static String figure(double value) {
    if (value >= 1e6) {
      return trimmed(value / 1e6) + " M";
    }
    return value >= 1e4 ? trimmed(value / 1e3) + " k" : trimmed(value);
  }

  private static String trimmed(double value) {
    var text = "%.2f".formatted(value);
    return text.replaceFirst("\\.?0+$", "");
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String style, String text) {
    svg.append(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>\n"
            .formatted(x, y, anchor, style, escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
