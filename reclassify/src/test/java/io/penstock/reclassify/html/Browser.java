// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify.html;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import io.penstock.reclassify.ReclassificationReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The system's Chromium, without a network; it keeps whatever pages complain of. */
final class Browser implements AutoCloseable {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 900;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new ArrayList<>();
    private final List<Path> pages = new ArrayList<>();

    private Browser(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    static boolean isInstalled() {
        return executable().isPresent();
    }

    static Browser start() {
        return new Browser(executable().orElseThrow());
    }

    private static Optional<Path> executable() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a report from a file, in a window of its own that has no network. */
    Page open(ReclassificationReport report) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(WIDTH, HEIGHT)
                .setLocale("de-DE"));
        context.setOffline(true);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequestFailed(request -> complaints.add("failed: " + request.url()));
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        Path file = written(report);
        page.onRequest(request -> unlessItself(request, file));
        page.navigate(file.toUri().toString());
        return page;
    }

    private void unlessItself(Request request, Path file) {
        if (!request.url().equals(file.toUri().toString()) && !request.url().startsWith("data:,")) {
            complaints.add("request: " + request.url());
        }
    }

    private Path written(ReclassificationReport report) {
        try {
            Path file = Files.createTempFile("report", ".html");
            pages.add(file);
            try (OutputStream out = Files.newOutputStream(file)) {
                HtmlReport.write(report, out);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Errors and warnings of pages, requests for anything but the page, and dialogs, since the last call. */
    List<String> complaints() {
        List<String> since = List.copyOf(complaints);
        complaints.clear();
        return since;
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
        for (Path page : pages) {
            try {
                Files.deleteIfExists(page);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
