// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify.html;

import java.util.List;
import java.util.Properties;

/**
 * A library that pages carry, from a jar of its own on the class path.
 *
 * @param title what its makers call it
 * @param jar the jar's folder under {@code META-INF/resources/webjars}
 * @param script the file in it that browsers run, from there
 * @param licence the file that says under which terms
 */
record ThirdPartyScript(String title, String jar, String script, String licence) {
    /** All, in the order in which they need one another (ADR 41). */
    static final List<ThirdPartyScript> ALL = List.of(
            new ThirdPartyScript("Chart.js", "chart.js", "dist/chart.umd.min.js", "LICENSE.md"),
            new ThirdPartyScript("jQuery (slim)", "jquery", "dist/jquery.slim.min.js", "LICENSE.txt"),
            new ThirdPartyScript("DataTables", "datatables.net", "js/dataTables.min.js", "License.txt"));

    private static final Properties VERSIONS = PageResource.properties("versions.properties");

    /** The release, as the build chose it. */
    String version() {
        return VERSIONS.getProperty(jar);
    }

    /** A file of it on the class path. */
    String path(String file) {
        return "/META-INF/resources/webjars/" + jar + "/" + version() + "/" + file;
    }
}
