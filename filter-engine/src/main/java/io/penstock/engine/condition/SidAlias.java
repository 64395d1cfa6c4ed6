// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.HashMap;
import java.util.Map;

/** The two-letter names of well-known SIDs in SDDL ({@code sddl.h}). */
final class SidAlias {
    private static final String BUILT_IN = "S-1-5-32-";
    private static final Map<String, Trustee> ALL = load();

    private SidAlias() {}

    /** Whom a name stands for, or null for what is none. */
    static Trustee of(String alias) {
        return ALL.get(alias);
    }

    private static Map<String, Trustee> load() {
        Map<String, Trustee> all = new HashMap<>();
        universal(all);
        authority(all);
        builtIn(all);
        domain(all);
        return Map.copyOf(all);
    }

    private static void universal(Map<String, Trustee> all) {
        sid(all, "WD", "S-1-1-0");
        sid(all, "CO", "S-1-3-0");
        sid(all, "CG", "S-1-3-1");
        sid(all, "OW", "S-1-3-4");
        sid(all, "AC", "S-1-15-2-1");
        sid(all, "LW", "S-1-16-4096");
        sid(all, "ME", "S-1-16-8192");
        sid(all, "MP", "S-1-16-8448");
        sid(all, "HI", "S-1-16-12288");
        sid(all, "SI", "S-1-16-16384");
        sid(all, "AS", "S-1-18-1");
        sid(all, "SS", "S-1-18-2");
    }

    private static void authority(Map<String, Trustee> all) {
        sid(all, "NU", "S-1-5-2");
        sid(all, "IU", "S-1-5-4");
        sid(all, "SU", "S-1-5-6");
        sid(all, "AN", "S-1-5-7");
        sid(all, "ED", "S-1-5-9");
        sid(all, "PS", "S-1-5-10");
        sid(all, "AU", "S-1-5-11");
        sid(all, "RC", "S-1-5-12");
        sid(all, "SY", "S-1-5-18");
        sid(all, "LS", "S-1-5-19");
        sid(all, "NS", "S-1-5-20");
        sid(all, "WR", "S-1-5-33");
        sid(all, "UD", "S-1-5-84-0-0-0-0-0");
    }

    private static void builtIn(Map<String, Trustee> all) {
        String inOrder =
                "BA 544 BU 545 BG 546 PU 547 AO 548 SO 549 PO 550 BO 551 RE 552 RU 554 RD 555 NO 556 MU 558 LU 559 "
                        + "IS 568 CY 569 ER 573 CD 574 RA 575 ES 576 MS 577 HA 578 AA 579 RM 580 HO 584 SH 585";
        String[] words = inOrder.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            sid(all, words[i], BUILT_IN + words[i + 1]);
        }
    }

    private static void domain(Map<String, Trustee> all) {
        String inOrder =
                "RO 498 LA 500 LG 501 DA 512 DU 513 DG 514 DC 515 DD 516 CA 517 SA 518 EA 519 PA 520 CN 522 AP 525 "
                        + "KA 526 EK 527 RS 553";
        String[] words = inOrder.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            all.put(words[i], Trustee.ofDomain(Integer.parseInt(words[i + 1])));
        }
    }

    private static void sid(Map<String, Trustee> all, String alias, String sid) {
        all.put(alias, Trustee.of(new Sid(sid)));
    }
}
