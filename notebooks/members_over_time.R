# Members of the European Union at the end of each year.
#
# The same number stands on the site for any day:
# /memberships/?organization=eu&status=member&as_of=2004-12-31 lists 25.
#
#     GEOPOL_CSV=geopol-1-csv.zip Rscript members_over_time.R
#
# It needs no package, only the file csv.zip of any release, from the page /data/: the
# download of release 1 is called geopol-1-csv.zip.

release <- Sys.getenv("GEOPOL_CSV", "csv.zip")

# Read a table as texts. Only an empty cell is nothing: NA is Namibia.
read_table <- function(name) {
  read.csv(unz(release, paste0(name, ".csv")), colClasses = "character",
           na.strings = character(), encoding = "UTF-8")
}

memberships <- read_table("memberships")
statuses <- read_table("membership_statuses")

# Which status a membership had from when to when. An empty begin is unknown, and certain all
# along; an empty end means that it lasts. Days in ISO 8601 can be compared as texts.
statuses$organization <- memberships$organization[match(statuses$membership, memberships$id)]
found <- statuses[statuses$organization == "eu" & statuses$status == "member", ]
end <- ifelse(found$end == "", "9999-12-31", found$end)

year <- 1958:2025
last_day <- paste0(year, "-12-31")
members <- sapply(last_day, function(day) sum(found$begin <= day & end > day))

result <- data.frame(year, members, row.names = NULL)
write.csv(result, "members.csv", row.names = FALSE)
print(result[c(TRUE, diff(members) != 0), ], row.names = FALSE)
