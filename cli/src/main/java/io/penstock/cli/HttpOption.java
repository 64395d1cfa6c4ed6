// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.watch.ListenAddress;
import io.penstock.cli.watch.Watch;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import picocli.CommandLine.Option;

/** Where a role shows its metrics and its health. */
final class HttpOption {
    @Option(
            names = "--http",
            paramLabel = "[HOST:]PORT",
            description = "Show metrics and health over HTTP: /metrics, /health/live, /health/ready. Without a host on"
                    + " 127.0.0.1; port 0 is a free one (default: off).")
    private String address;

    /** Begins to answer for a role, and says where; nothing happens where nobody asked for it. */
    Watch open(Terminal terminal, String role) {
        if (address == null) {
            return Watch.off();
        }
        Watch watch = listen(role);
        terminal.say("metrics and health at " + watch.url().orElseThrow());
        return watch;
    }

    private Watch listen(String role) {
        try {
            return Watch.at(ListenAddress.parse(address), role);
        } catch (UnknownHostException unknown) {
            throw CommandFailure.badInput("--http " + address + ": there is no such host");
        } catch (IllegalArgumentException wrong) {
            throw CommandFailure.badInput("--http: " + wrong.getMessage());
        } catch (BindException taken) {
            throw CommandFailure.outside("--http " + address + ": cannot listen there: " + taken.getMessage(), taken);
        } catch (IOException failed) {
            throw CommandFailure.outside("--http " + address + ": " + ErrorLines.ioText(failed), failed);
        }
    }
}
