# SPDX-License-Identifier: Apache-2.0
# From the raw recordings to the files of this folder: comments, formats, frame tables, the decoding oracle.

publish() {
    frames_of "$work/office.pcap" >"$output/office.frames.tsv"
    frames_of "$work/server.pcap" >"$output/server.frames.tsv"
    # pcapng with nanoseconds and a comment on the first frame of each step; editcap names no machine.
    local comments=()
    while IFS=$'\t' read -r key first _ _ text; do
        [ "$key" = step ] || [ "$first" = - ] || comments+=(-a "$first:$key: $text")
    done <"$output/office.frames.tsv"
    editcap -F pcapng "${comments[@]}" "$work/office.pcap" "$output/office.pcapng"
    cp "$work/server.pcap" "$output/server.pcap"
    mkdir -p "$output/expected"
    decode_oracle office.pcapng
    decode_oracle server.pcap
    blocked_frames office.pcapng >"$output/expected/office.blocked.tsv"
    count office.pcapng server.pcap >"$output/captures.tsv"
    column -t -s $'\t' "$output/captures.tsv"
}

# Step, first frame, last frame, number of frames, text; `-` where the capture shows nothing of a step.
frames_of() {
    tshark -n -r "$1" -T fields -e frame.time_epoch | awk -F'\t' -v OFS='\t' '
        FILENAME == "-" { time[++frames] = $1; next }
        { start[++steps] = $1; key[steps] = $2; text[steps] = $3 }
        END {
            print "step", "first", "last", "frames", "what"
            frame = 1
            for (s = 1; s <= steps; s++) {
                first = frame
                while (frame <= frames && (s == steps || time[frame] < start[s + 1])) frame++
                if (frame > first) print key[s], first, frame - 1, frame - first, text[s]
                else print key[s], "-", "-", 0, text[s]
            }
        }' - "$work/steps.tsv"
}

decode_oracle() {
    tshark -n -r "$output/$1" \
        -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE \
        -o ip.defragment:FALSE -o ipv6.defragment:FALSE \
        -o tcp.desegment_tcp_streams:FALSE -o tcp.relative_sequence_numbers:FALSE \
        -T fields -E header=y -E separator=/t -E occurrence=a -E aggregator=, \
        -e frame.number -e frame.time_epoch -e eth.type -e ip.src -e ip.dst -e ipv6.src -e ipv6.dst \
        -e ip.proto -e ipv6.nxt -e tcp.srcport -e tcp.dstport -e udp.srcport -e udp.dstport \
        -e tcp.flags -e tcp.seq_raw -e tcp.len -e ip.checksum.status -e tcp.checksum.status \
        -e frame.protocols -e _ws.malformed -e frame.cap_len -e frame.len -e frame.interface_id \
        -e udp.checksum.status -e ip.flags.mf -e ip.frag_offset 2>/dev/null | gzip -9n >"$output/expected/$1.tsv.gz"
}

# What policy.yaml must block: record/blocked.tsv has a display filter per filter of the policy; here come the frames.
blocked_frames() {
    local filter layer display
    while IFS=$'\t' read -r filter layer display; do
        [ "$filter" = filter ] || display=$(tshark -n -r "$output/$1" -Y "$display" -T fields -e frame.number 2>/dev/null | paste -sd' ')
        printf '%s\t%s\t%s\n' "$filter" "$layer" "$display"
    done <"$here/record/blocked.tsv"
}

count() {
    local file filter filters=(ip ipv6 arp tcp udp icmp icmpv6 dns http tls ssh igmp)
    printf 'file\tpackets\tbytes'
    printf '\t%s' "${filters[@]}"
    printf '\n'
    for file in "$@"; do
        tshark -n -r "$output/$file" -T fields -e frame.len -e frame.protocols 2>/dev/null |
            awk -F'\t' -v file="$file" -v names="${filters[*]}" '
                { bytes += $1; delete seen; n = split($2, p, ":"); for (i = 1; i <= n; i++) if (!(p[i] in seen)) { seen[p[i]]; c[p[i]]++ } }
                END { printf "%s\t%d\t%d", file, NR, bytes; m = split(names, f, " "); for (i = 1; i <= m; i++) printf "\t%d", c[f[i]]; print "" }'
    done
}
